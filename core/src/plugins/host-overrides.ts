/** Other base addresses for networks, by origin: `https://api.x.com` → `http://127.0.0.1:9000/x`. */
export type HostOverrides = ReadonlyMap<string, string>

/**
 * Reads `T21_HOSTS`.
 *
 * @param entries such as `https://api.x.com=http://127.0.0.1:9000/x`
 * @throws Error naming every entry that is not of this form
 */
export function parseHostOverrides(entries: readonly string[]): HostOverrides {
  const overrides = new Map<string, string>()
  const problems: string[] = []
  for (const entry of entries) {
    const [origin = '', base = ''] = entry.split(/=(.*)/s)
    if (URL.parse(origin)?.origin !== origin || !isBase(base)) {
      problems.push(`"${entry}" must be of the form https://api.x.com=http://127.0.0.1:9000/x.`)
      continue
    }
    overrides.set(origin, base.replace(/\/+$/, ''))
  }
  if (problems.length > 0) throw new Error(problems.join(' '))
  return overrides
}

/** Where the sandbox mounts these hosts: each below its own name (design.md 6). */
export function sandboxOverrides(sandboxUrl: string, hosts: readonly string[]): HostOverrides {
  const base = sandboxUrl.replace(/\/+$/, '')
  return new Map(hosts.map((origin) => [origin, `${base}/${new URL(origin).host}`]))
}

/** The same address below the base that replaces its origin, if one does. */
export function rewriteOrigin(url: string | URL, overrides: HostOverrides): URL {
  const parsed = new URL(url)
  const base = overrides.get(parsed.origin)
  if (base === undefined) return parsed
  // Without its origin the address has only a path, and so cannot name another host.
  return new URL(`${base}${parsed.pathname}${parsed.search}${parsed.hash}`)
}

function isBase(raw: string): boolean {
  const url = URL.parse(raw)
  return url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
}
