/** What TAP says of the conformance tests, line by line. */
export interface ConformanceTable {
  /** One line of tap's own reporter. */
  onLine(line: string): void
  /** Plugin × check, a table for each kind of plugin, as text; empty where no conformance test ran. */
  render(): string
}

type Mark = '✓' | '✗' | '–'

/** The file of a plugin's conformance test. */
const file = /^# Subtest: .*(?:plugins\/|examples\/plugin-)([^/]+)\/conformance\.test\.ts/

/** Reads the table out of tap's output: a file, one test in it, and a subtest for every check. */
export function conformanceTable(): ConformanceTable {
  const rows = new Map<string, Map<string, Mark>>()
  let row: Map<string, Mark> | undefined
  let notTried = false
  return {
    onLine(line) {
      const plugin = file.exec(line)?.[1]
      if (plugin !== undefined) {
        row = new Map()
        rows.set(plugin, row)
      } else if (/^\S/.test(line)) row = undefined
      if (row === undefined) return
      if (/^ {12}ok \d+ - not tried: /.test(line)) notTried = true
      const [, failed, check = ''] = /^ {8}(not )?ok \d+ - (.+?) # time=/.exec(line) ?? []
      if (check === '') return
      row.set(check, markOf(failed !== undefined, notTried))
      notTried = false
    },
    render() {
      const kinds = Map.groupBy([...rows], ([, marks]) => [...marks.keys()][0] ?? '')
      kinds.delete('')
      return [...kinds.values()].map(tableOf).join('\n\n')
    },
  }
}

/** Plugins of one kind: their suite begins with the same check. */
function tableOf(rows: readonly (readonly [string, ReadonlyMap<string, Mark>])[]): string {
  const checks = [...new Set(rows.flatMap(([, marks]) => [...marks.keys()]))]
  const first = Math.max(...rows.map(([{ length }]) => length))
  const lines = rows
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([plugin, marks]) =>
      [
        plugin.padEnd(first),
        ...checks.map((check) => (marks.get(check) ?? ' ').padEnd(check.length)),
      ].join('  '),
    )
  return [[' '.repeat(first), ...checks].join('  '), ...lines].join('\n')
}

function markOf(failed: boolean, notTried: boolean): Mark {
  if (failed) return '✗'
  return notTried ? '–' : '✓'
}
