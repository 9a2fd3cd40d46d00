import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { networkOf } from './address.ts'

/** Where a login comes from, for the list of sessions. */
export interface Client {
  /** An address that PostgreSQL's `inet` takes, or `null`. */
  readonly ipAddress: string | null
  readonly userAgent: string | null
  /** What counts as one client; see `networkOf`. */
  readonly network: string
}

/** Reads the client off a request. */
export function clientOf(request: FastifyRequest): Client {
  const ip = request.ip.replace(/%.*$/, '')
  const userAgent = request.headers['user-agent']
  return {
    ipAddress: ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : null,
    userAgent: userAgent === undefined ? null : userAgent.slice(0, 500),
    network: networkOf(ip),
  }
}
