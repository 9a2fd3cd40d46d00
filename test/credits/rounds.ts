import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../core/src/db/database.ts'
import { sweepGenerations } from '../../core/src/features/ai/sweep-generations.ts'
import { json, sendAtOnce, type CrowdAnswer, type CrowdRequest } from '../quotas/crowd.ts'
import { startServer, type ServerProcess } from '../quotas/servers.ts'
import { makeTenant, type Tenant } from '../quotas/tenants.ts'
import { unlimited } from '../quotas/variables.ts'
import { agree, creditsOf, type CreditsOf } from './credits-of.ts'

/** What a FREE organization has in a month. */
export const limit = 10

/** Starts an API process in which a generation may take a second and a half, or a minute. */
export function startCreditServer(
  t: { teardown(work: () => unknown): unknown },
  place: { readonly databaseUrl: string; readonly dataDir: string; readonly name: string },
  timeout: '1500ms' | '60s' = '60s',
): Promise<ServerProcess> {
  return startServer(
    t,
    { ...place, variables: { ...unlimited, AI_TIMEOUT: timeout }, servers: {} },
    join(import.meta.dirname, 'server.process.ts'),
  )
}

/** The address of such a process. */
export function urlOf({ urls }: ServerProcess): string {
  return urls['t21'] ?? ''
}

/** A tenant whose generations came to an end, whatever that was. */
export interface Ended {
  readonly tenant: Tenant
  /** Before the sweep. */
  readonly taken: CreditsOf
  readonly answers: readonly CrowdAnswer[]
}

/** What came of a crowd. */
export interface CrowdRound extends CreditsOf {
  readonly answered: number
  readonly refused: number
  readonly agree: boolean
}

/** Generations at once, each of another text, to all servers in turn. */
export async function runCrowd(
  database: Database,
  urls: readonly string[],
  tenant: Tenant,
  size: number,
): Promise<CrowdRound> {
  const answers = await sendAtOnce(requestsOf(urls, tenant, size, 'Bread'))
  const credits = await creditsOf(database, tenant.organizationId)
  return {
    ...credits,
    answered: answers.filter(({ status }) => status === 200).length,
    refused: answers.filter(({ code }) => code === 'QUOTA_EXCEEDED').length,
    agree: agree(credits),
  }
}

/** Clients that go while their texts are being written. */
export async function runAborts(database: Database, url: string, size: number): Promise<Ended> {
  const tenant = await makeTenant(database, 'FREE')
  const going = new AbortController()
  const asked = requestsOf([url], tenant, size, 'Bread, slowly').map(async ({ path, ...request }) =>
    fetch(`${url}${path}`, { ...fetched(request), signal: going.signal }).then(
      ({ status }): CrowdAnswer => ({ status, location: null, code: null }),
      (): CrowdAnswer => ({ status: null, location: null, code: null }),
    ),
  )
  await untilReserved(database, tenant, limit)
  going.abort()
  const answers = await Promise.all(asked)
  const taken = await untilReserved(database, tenant, 0)
  return { tenant, taken, answers }
}

/** A process that is killed while it lets texts be written; after that the time passes that they may take. */
export async function runKill(
  database: Database,
  server: ServerProcess,
  size: number,
): Promise<Ended> {
  const tenant = await makeTenant(database, 'FREE')
  const asked = sendAtOnce(requestsOf([urlOf(server)], tenant, size, 'Bread, slowly'))
  await untilReserved(database, tenant, limit)
  await server.kill()
  const answers = await asked
  const taken = await creditsOf(database, tenant.organizationId)
  await database
    .system('ai_generations')
    .where({ organization_id: tenant.organizationId, state: 'reserved' })
    .update({ reserved_until: new Date(0) })
  return { tenant, taken, answers }
}

/** Models that do not answer, or are away, until time is up. */
export async function runTimeouts(database: Database, url: string, size: number): Promise<Ended> {
  const tenant = await makeTenant(database, 'FREE')
  const answers = await sendAtOnce([
    ...requestsOf([url], tenant, size, 'Bread that hangs'),
    ...requestsOf([url], tenant, size, 'Bread that fails'),
  ])
  return { tenant, taken: await creditsOf(database, tenant.organizationId), answers }
}

/** The same crowd on a route that counts, asks, and then stores. @returns how many it let through */
export async function runNaive(
  database: Database,
  urls: readonly string[],
  size: number,
): Promise<number> {
  const { organizationId } = await makeTenant(database, 'FREE')
  const answers = await sendAtOnce(
    Array.from({ length: size }, (_, index) => ({
      url: urls[index % urls.length] ?? '',
      method: 'POST' as const,
      path: '/test/generate',
      ...json({ organizationId }),
    })),
  )
  return answers.filter(({ status }) => status === 200).length
}

/** Several sweeps at once. */
export async function sweepAtOnce(database: Database): Promise<number> {
  const swept = await Promise.all([1, 2, 3].map(() => sweepGenerations({ database })))
  return swept.reduce((sum, count) => sum + count, 0)
}

function requestsOf(
  urls: readonly string[],
  { brandId, auth }: Tenant,
  size: number,
  prompt: string,
): CrowdRequest[] {
  return Array.from({ length: size }, (_, index) => {
    const { headers, ...body } = json({ brandId, prompt: `${prompt}, number ${index}` })
    return {
      url: urls[index % urls.length] ?? '',
      method: 'POST' as const,
      path: '/v1/ai/generate-content',
      headers: { ...headers, ...auth },
      ...body,
    }
  })
}

function fetched({ method, headers = {}, body }: Omit<CrowdRequest, 'path'>): RequestInit {
  return { method, headers: { ...headers }, ...(body && { body: new Uint8Array(body) }) }
}

async function untilReserved(
  database: Database,
  { organizationId }: Tenant,
  wanted: number,
): Promise<CreditsOf> {
  for (let tries = 0; tries < 600; tries += 1) {
    const credits = await creditsOf(database, organizationId)
    if (credits.reserved === wanted) return credits
    await sleep(20)
  }
  throw new Error(`Never were ${wanted} credits reserved.`)
}
