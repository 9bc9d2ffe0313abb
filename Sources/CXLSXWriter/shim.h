// libxlsxwriter: workbooks that spreadsheet programs open.
#include <xlsxwriter.h>
