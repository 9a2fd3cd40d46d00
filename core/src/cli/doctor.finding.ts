/** What `t21 doctor` found; what is not ok makes its exit code 1. */
export interface Finding {
  readonly ok: boolean
  readonly what: string
  /** What to do, also where it is not urgent. */
  readonly remedy?: string
}
