import ipaddr from 'ipaddr.js'

const known = new Map<string, string>()

/**
 * The network that counts as one client: an IPv4 address (also where it is written as IPv6), or the 64
 * bits of IPv6 that one customer of a provider is given.
 */
export function networkOf(ip: string | undefined): string {
  if (ip === undefined) return 'local'
  const network = known.get(ip)
  if (network !== undefined) return network
  const parsed = parse(ip)
  if (known.size >= 10_000) known.clear()
  known.set(ip, parsed)
  return parsed
}

function parse(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip.slice(0, 64)
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`).toString()}/64`
}
