import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

const crawler = 'facebookexternalhit'

/** Whether the `robots.txt` of a host lets Meta's crawler have a path; without one, everything is open. */
export async function isAllowedByRobots(context: EmulatorContext, url: URL): Promise<boolean> {
  const file = await context.fetch(`${url.origin}/robots.txt`)
  if (file.status !== 200) return true
  const groups = groupsOf(file.bytes.toString('utf8'))
  const rules =
    groups.find(({ agents }) => agents.some((agent) => crawler.startsWith(agent))) ??
    groups.find(({ agents }) => agents.includes('*'))
  // The longest rule that fits decides; of two as long, the one that allows (RFC 9309 2.2.2).
  const fitting = (rules?.rules ?? [])
    .filter(({ path }) => path !== '' && `${url.pathname}${url.search}`.startsWith(path))
    .toSorted((a, b) => b.path.length - a.path.length || Number(b.allow) - Number(a.allow))
  return fitting[0]?.allow ?? true
}

interface Group {
  readonly agents: string[]
  readonly rules: { readonly allow: boolean; readonly path: string }[]
}

function groupsOf(text: string): readonly Group[] {
  const groups: Group[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, name = '', value = ''] = /^\s*([A-Za-z-]+)\s*:\s*([^#]*)/.exec(line) ?? []
    const key = name.toLowerCase()
    const last = groups.at(-1)
    if (key === 'user-agent') {
      const agent = value.trim().toLowerCase()
      if (last !== undefined && last.rules.length === 0) last.agents.push(agent)
      else groups.push({ agents: [agent], rules: [] })
    } else if (key === 'allow' || key === 'disallow') {
      last?.rules.push({ allow: key === 'allow', path: value.trim() })
    }
  }
  return groups
}
