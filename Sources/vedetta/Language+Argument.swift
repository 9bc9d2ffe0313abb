internal import ArgumentParser
internal import Datasets

extension Language: ExpressibleByArgument {}
