internal import Datasets
internal import Risk

extension CessationTables {
  /// What the folder holds, and the truth behind it.
  func words(_ register: SimulatedCessations, capacity: Int) -> String {
    let plan = register.plan
    let months = trainingDates.map(\.description).joined(separator: ",")
    func shares(_ shares: [(String, Double)]) -> String {
      shares.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
    let contracts = shares(Dismissal.contractShares.map { ($0.0.kind, $0.1) })
    let causes = shares(Dismissal.causeShares)
    let others = RegisteredPerson.shares
    return """
      # Calls after a dismissal, simulated

      \(register.people.count) persons who do not exist, seed \(plan.seed), each dismissed in the two years before
      \(plan.latest). Telephone numbers stand under a prefix that no operator has.

      | File | One row |
      | --- | --- |
      | `cob.csv` | a contract, with the background of its person: `recorded` is the day on which the hire came in, `moved` the month since which the person lives elsewhere |
      | `contacts.csv` | a person whose telephone number is known |
      | `hires.csv` | a hire: those that came in late are in no cohort yet, and leave a person out of a list |
      | `in_charge.csv` | a person whom an office cares for, and since when |
      | `calls.csv` | an earlier call, and its day |
      | `opted_out.csv`, `control.csv` | a person who asked not to be called; who is held out |

      `policy.yaml` are the calls of a month (\(capacity) places), `policy-campaign.yaml` all \(plan.eligible) women of 30 to
      44 (in the year of the latest list) whom the list of \(plan.latest) is for: after the filters `sesso`, `eta`,
      `rioccupata` and `meno_di_30_giorni` exactly so many remain.

      Month after month, `vedetta risk outcomes import` takes over the file that came back for the list
      before; the filter `appena_sentita` then leaves out who was called.

      ## The truth

      The contract that ends: \(contracts) (apprentices are younger than 30); the cause: \(causes).
      \(Dismissal.earlierShare) of the persons had a job before it. From the month after, months follow each other as a
      Markov chain, that of `vedetta simulate people`: a jobless person finds work in a month with
      log odds -1.9 less the risk index (0.5 for low and -0.4 for high education, 0.35 for citizens of
      countries outside the EU, 0.15 for those of other countries in it, 0.15 for women, the Municipio's
      part, and a frailty with standard deviation \(plan.model.frailtyDeviation) that no table shows), and starts a course with
      probability 0.03.
      \(RegisteredPerson.lateShare) of the hires come in 6 to 30 days late. In charge at some day \(others.inCharge), called at some day
      \(others.called), opted out \(others.optedOut), held out \(others.control). What calls bring: `vedetta simulate outcomes --help`.

      ## To use it

      ```
      vedetta risk cohort --spec cohort.yaml --data cob.csv --out rows.csv
      vedetta risk train --spec spec.yaml --data rows.csv --as-of \(months) --out model
      vedetta risk list --model model --data rows.csv --as-of \(plan.latest) --policy policy.yaml --out list
      vedetta simulate outcomes --list list/lista.csv --out returned.csv
      ```

      """
  }
}
