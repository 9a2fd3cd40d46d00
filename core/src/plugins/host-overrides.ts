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
  return new Map(
    hosts.map((origin) => [
      origin,
      origin.includes('*') ? base : `${base}/${new URL(origin).host}`,
    ]),
  )
}

/** The same address below the base that replaces its origin, if one does. */
export function rewriteOrigin(url: string | URL, overrides: HostOverrides): URL {
  const parsed = new URL(url)
  const base = baseFor(parsed, overrides)
  if (base === undefined) return parsed
  // Without its origin the address has only a path, and so cannot name another host.
  return new URL(`${base}${parsed.pathname}${parsed.search}${parsed.hash}`)
}

/**
 * The network's own address for one that lies below a base that stands in for it; any other as it is. The sandbox
 * names itself in the addresses it gives, such as those for uploads.
 */
export function originalAddress(url: URL, overrides: HostOverrides): URL {
  for (const [origin, base] of overrides) {
    const inside = restBelow(url, base)
    if (inside === undefined) continue
    if (!origin.includes('*')) return new URL(`${origin}${inside}`)
    // Below the base of a wildcard the next step is the host's own name.
    const [, host = '', rest = ''] = /^\/([^/?#]+)(.*)$/s.exec(inside) ?? []
    const named = URL.parse(`https://${host}${rest}`)
    if (named !== null && isDeclared(named.origin, [origin])) return named
  }
  return url
}

/** Who asks for an address, and the origins that it declared. */
export interface Asker {
  readonly kind: 'connector' | 'provider'
  readonly id: string
  readonly hosts: readonly string[]
}

/**
 * The address that a plugin means by one it asks for: an address that the sandbox gave names the sandbox, and stands for the
 * network's own.
 *
 * @throws TypeError for an address that the plugin did not declare
 */
export function declaredAddress(given: URL, asker: Asker, overrides: HostOverrides): URL {
  const url = originalAddress(given, overrides)
  if (isDeclared(url.origin, asker.hosts)) return url
  throw new TypeError(
    `The ${asker.kind} "${asker.id}" asked for ${url.origin}, which is not in its "hosts".`,
  )
}

/** Whether an origin is one of these; `https://*.example.com` stands for all names directly below. */
export function isDeclared(origin: string, hosts: readonly string[]): boolean {
  // Exact comparison: a suffix or prefix match would let `api.x.com.evil.example` through.
  return hosts.includes(origin) || hosts.includes(wildcardOf(origin))
}

function wildcardOf(origin: string): string {
  return origin.replace(/^(https?:\/\/)[^.]+\.(?=[^.]+\.)/, '$1*.')
}

function baseFor(url: URL, overrides: HostOverrides): string | undefined {
  const exact = overrides.get(url.origin)
  if (exact !== undefined) return exact
  const below = overrides.get(wildcardOf(url.origin))
  return below === undefined ? undefined : `${below}/${url.host}`
}

/** What follows a base in an address, with its slash; `undefined` where the address is not below it. */
function restBelow(url: URL, base: string): string | undefined {
  if (url.href !== base && !url.href.startsWith(`${base}/`)) return undefined
  return url.href.slice(base.length)
}

function isBase(raw: string): boolean {
  const url = URL.parse(raw)
  return url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === ''
}
