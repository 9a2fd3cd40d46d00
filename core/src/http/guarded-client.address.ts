import { lookup as resolveHost, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { UrlRefused } from './guarded-client.error.ts'

/** Says whether a connection to an address may be made. */
export type MayConnect = (address: string) => boolean

// Whatever carries an IPv4 address inside (mapped, NAT64, 6to4 …) lies outside of it or is named by `range()`.
const globalUnicast = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number]

/**
 * True for addresses of the public internet, and for nothing that could lead inside: not loopback,
 * private, link-local, shared (CGNAT), mapped, translated, tunnelled or reserved (reliability.md 6).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast)
}

/** True for 127.0.0.0/8 and ::1. */
export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback'
}

/**
 * Checks a host that is an address by itself: `lookup` is not called for those.
 *
 * @param hostname of a `URL`, which has turned all spellings of an IPv4 address into one
 * @throws UrlRefused
 */
export function assertLiteral(hostname: string, mayConnect: MayConnect): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(address) !== 0 && !mayConnect(address)) throw notPublic()
}

/**
 * A `lookup` that fails unless every address of the host may be connected to. The socket then uses
 * exactly the addresses that were checked, so that a second answer of the name server has no effect.
 */
export function guardLookup(
  mayConnect: MayConnect,
  lookup: LookupFunction = resolveHost as LookupFunction,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = typeof found === 'string' ? [asEntry(found)] : (found ?? [])
      const [first] = addresses
      const allowed = addresses.every(({ address }) => mayConnect(address))
      if (error !== null || first === undefined || !allowed) {
        callback(notPublic(error), '', 0)
        return
      }
      if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function asEntry(address: string): LookupAddress {
  return { address, family: isIP(address) }
}

/** The same for a host that is not there, so that nobody can ask our name server for inner names. */
function notPublic(cause?: unknown): UrlRefused {
  return new UrlRefused('address', 'The host has no public address.', { cause })
}
