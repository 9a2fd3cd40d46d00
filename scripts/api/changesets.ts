const bumps = ['patch', 'minor', 'major'] as const

/** The largest step that changesets announce for a package; `undefined` where none names it. */
export function announcedAs(
  changesets: readonly string[],
  packageName: string,
): (typeof bumps)[number] | undefined {
  let largest = -1
  for (const text of changesets) {
    const [, head = ''] = /^---\n([\s\S]*?)\n---/.exec(text) ?? []
    for (const line of head.split('\n')) {
      const [, name, bump] = /^["']?([^"':]+)["']?:\s*(patch|minor|major)\s*$/.exec(line) ?? []
      if (name !== packageName) continue
      largest = Math.max(
        largest,
        bumps.findIndex((one) => one === bump),
      )
    }
  }
  return bumps[largest]
}
