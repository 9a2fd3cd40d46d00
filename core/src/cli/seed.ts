import { policies } from '../app.ts'
import { makePrincipal, type Principal } from '../authz/principal.ts'
import type { Config } from '../config.ts'
import { ApiError } from '../errors.ts'
import { makePasswords } from '../features/auth/passwords.ts'
import { register } from '../features/auth/registration.service.ts'
import { createBrand } from '../features/brands/brands.service.ts'
import { makeLogger } from '../logging.ts'
import { startProcess, type RunningProcess } from '../process.ts'
import { withDatabaseUrl } from './database-url.ts'
import { rootDirectory } from './root-directory.ts'

/** Who is made, and what for. */
export interface SeedOptions {
  readonly email: string
  readonly password: string
  readonly brand: string
}

/** Makes a user with a brand in the configured database, and says what there is now. */
export async function seed(config: Config, options: SeedOptions): Promise<void> {
  await withDatabaseUrl(async (databaseUrl) => {
    const running = await startProcess({
      // Any port: what is wanted is the process's context, not its service.
      config: { ...config, databaseUrl, port: 0, sandbox: 'off' },
      role: 'api',
      log: makeLogger({ ...config, logLevel: 'warn' }),
      rootDirectory: rootDirectory(),
    })
    try {
      console.log(await makeUser(running, options))
    } finally {
      await running.stop()
    }
  })
}

async function makeUser(
  { context }: RunningProcess,
  { email, password, brand }: SeedOptions,
): Promise<string> {
  const passwords = makePasswords({ pepper: context.config.passwordPepper })
  const client = { ipAddress: null, userAgent: 't21 seed', network: 'command line' }
  try {
    const demo = { email, password, name: 'Demo', locale: null }
    await register(context, passwords, demo, client)
  } catch (error) {
    if (error instanceof ApiError && error.code === 'EMAIL_TAKEN')
      return `${email} is there already.`
    throw error
  }
  await createBrand(context, await ownerOf(context, email), { name: brand })
  return `${email} can log in and has the brand "${brand}".`
}

async function ownerOf(context: RunningProcess['context'], email: string): Promise<Principal> {
  const row = await context.database
    .system('users')
    .join('organizations', 'organizations.owner_id', 'users.id')
    .whereRaw('lower(users.email) = lower(?)', [email])
    .where('organizations.personal', true)
    .first<{ user_id: string; organization_id: string }>(
      'users.id as user_id',
      'organizations.id as organization_id',
    )
  const memberships = [
    {
      organizationId: row.organization_id,
      role: 'OWNER',
      personal: true,
      tier: 'FREE',
      brandIds: null,
    } as const,
  ]
  const credential = { kind: 'session', sessionId: 'command line' } as const
  const person = { userId: row.user_id, credential, email, emailVerified: false, locale: null }
  return makePrincipal({ ...person, memberships }, policies)
}
