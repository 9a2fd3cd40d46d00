/** What TAP says of the conformance tests, line by line. */
export interface ConformanceTable {
  /** One line of tap's own reporter. */
  onLine(line: string): void
  /** Network × check, as text; empty where no conformance test ran. */
  render(): string
}

type Mark = '✓' | '✗' | '–'

/** The file of a network's conformance test. */
const file = /^# Subtest: .*(?:plugins\/|examples\/plugin-)([^/]+)\/conformance\.test\.ts/

/** Reads the table out of tap's output: a file, one test in it, and a subtest for every check. */
export function conformanceTable(): ConformanceTable {
  const rows = new Map<string, Map<string, Mark>>()
  let row: Map<string, Mark> | undefined
  let notTried = false
  return {
    onLine(line) {
      const network = file.exec(line)?.[1]
      if (network !== undefined) {
        row = new Map()
        rows.set(network, row)
      } else if (/^\S/.test(line)) row = undefined
      if (row === undefined) return
      if (/^ {12}ok \d+ - not tried: /.test(line)) notTried = true
      const [, failed, check = ''] = /^ {8}(not )?ok \d+ - (.+?) # time=/.exec(line) ?? []
      if (check === '') return
      row.set(check, markOf(failed !== undefined, notTried))
      notTried = false
    },
    render() {
      const checks = [...new Set([...rows.values()].flatMap((one) => [...one.keys()]))]
      if (checks.length === 0) return ''
      const first = Math.max(...[...rows.keys()].map(({ length }) => length))
      const lines = [...rows]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([network, marks]) =>
          [
            network.padEnd(first),
            ...checks.map((check) => (marks.get(check) ?? ' ').padEnd(check.length)),
          ].join('  '),
        )
      return [[' '.repeat(first), ...checks].join('  '), ...lines].join('\n')
    },
  }
}

function markOf(failed: boolean, notTried: boolean): Mark {
  if (failed) return '✗'
  return notTried ? '–' : '✓'
}
