import { randomBytes, randomUUID } from 'node:crypto'
import { hashApiKey, hintOf, makeApiKey } from '../../core/src/authz/api-key-format.ts'
import type { Database } from '../../core/src/db/database.ts'

/**
 * Factories put a row into the database and fill in whatever is not given, the parents included. They
 * go through the `system` role, past the API, so that a test says only what it is about. A second
 * tenant is one more call: `const other = await buildTenant(database)`.
 */

/** Only what the factories need of the database: `testDatabase` and `context.database` both fit. */
type System = Pick<Database, 'system'>

export interface BuiltUser {
  readonly id: string
  readonly email: string
  readonly name: string | null
}

export interface BuiltOrganization {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly ownerId: string
  readonly personal: boolean
}

export interface BuiltBrand {
  readonly id: string
  readonly organizationId: string
  readonly name: string
}

export interface BuiltSocialAccount {
  readonly id: string
  readonly organizationId: string
  readonly brandId: string
  readonly platform: string
  readonly platformUserId: string
  readonly username: string
}

export interface BuiltPost {
  readonly id: string
  readonly organizationId: string
  readonly brandId: string
  readonly content: string
  readonly status: string
}

export interface BuiltDelivery {
  readonly id: string
  readonly organizationId: string
  readonly postId: string
  readonly socialAccountId: string
  readonly state: string
}

export interface BuiltTenant {
  readonly user: BuiltUser
  readonly organization: BuiltOrganization
  readonly brand: BuiltBrand
}

/** Fields of a row in camelCase; objects and arrays of objects become JSON. */
type Fields = Readonly<Record<string, unknown>>

/** A user without a password, whose address is verified; log in with `loginAs`. */
export async function buildUser(database: System, fields: Fields = {}): Promise<BuiltUser> {
  return insert<BuiltUser>(database, 'users', {
    email: `user-${unique()}@example.com`,
    name: 'Ada Example',
    emailVerifiedAt: new Date(),
    ...fields,
  })
}

/** A personal organization and its owner's membership. */
export async function buildOrganization(
  database: System,
  fields: Fields = {},
): Promise<BuiltOrganization> {
  const ownerId = fields['ownerId'] ?? (await buildUser(database)).id
  const organization = await insert<BuiltOrganization>(database, 'organizations', {
    name: 'Example',
    slug: `example-${unique()}`,
    personal: true,
    ...fields,
    ownerId,
  })
  await buildMember(database, {
    organizationId: organization.id,
    userId: organization.ownerId,
    role: 'OWNER',
  })
  return organization
}

/** A membership; give `organizationId`, `userId` and `role`, and `brandIds` to limit it. */
export async function buildMember(
  database: System,
  fields: {
    readonly organizationId: string
    readonly userId: string
    readonly role: string
    readonly brandIds?: readonly string[]
  },
): Promise<{ readonly id: string }> {
  return insert(database, 'team_members', { joinedAt: new Date(), ...fields })
}

/** An API key of a member; spread `auth` into the headers of `inject`, or give the whole to `senderOf`. */
export async function buildApiKey(
  database: System,
  fields: {
    readonly organizationId: string
    readonly userId: string
    readonly scopes: readonly string[]
    readonly expiresAt?: Date
    readonly revokedAt?: Date
  },
): Promise<{
  readonly id: string
  readonly key: string
  readonly auth: { readonly authorization: string }
}> {
  const key = makeApiKey()
  const { prefix, lastFour } = hintOf(key)
  const { id } = await insert<{ readonly id: string }>(database, 'api_keys', {
    name: 'A program',
    keyHash: hashApiKey(key),
    keyPrefix: prefix,
    keyLastFour: lastFour,
    ...fields,
  })
  return { id, key, auth: { authorization: `Bearer ${key}` } }
}

/** A brand, of a new organization where none is given. */
export async function buildBrand(database: System, fields: Fields = {}): Promise<BuiltBrand> {
  const organizationId = fields['organizationId'] ?? (await buildOrganization(database)).id
  return insert<BuiltBrand>(database, 'brands', {
    name: 'Example brand',
    ...fields,
    organizationId,
  })
}

/** A user with a personal organization and a brand. */
export async function buildTenant(database: System): Promise<BuiltTenant> {
  const user = await buildUser(database)
  const organization = await buildOrganization(database, { ownerId: user.id })
  const brand = await buildBrand(database, { organizationId: organization.id })
  return { user, organization, brand }
}

/** An active account; give the brand as `brandId` and `organizationId` together. */
export async function buildSocialAccount(
  database: System,
  fields: Fields = {},
): Promise<BuiltSocialAccount> {
  const parents = await brandOf(database, fields)
  const name = `account_${unique()}`
  return insert<BuiltSocialAccount>(database, 'social_accounts', {
    platform: 'TWITTER',
    platformUserId: randomBytes(6).readUIntBE(0, 6).toString(),
    username: name,
    displayName: name,
    ...fields,
    ...parents,
  })
}

/** A draft; give the brand as `brandId` and `organizationId` together. */
export async function buildPost(database: System, fields: Fields = {}): Promise<BuiltPost> {
  const parents = await brandOf(database, fields)
  return insert<BuiltPost>(database, 'posts', {
    content: `An example, number ${unique()}`,
    platforms: ['TWITTER'],
    ...fields,
    ...parents,
  })
}

/** A scheduled delivery, due in an hour; give both `postId` and `socialAccountId`, or neither. */
export async function buildDelivery(database: System, fields: Fields = {}): Promise<BuiltDelivery> {
  const parents = await brandOf(database, fields)
  const postId = fields['postId'] ?? (await buildPost(database, parents)).id
  const socialAccountId =
    fields['socialAccountId'] ?? (await buildSocialAccount(database, parents)).id
  const dueAt = fields['dueAt'] instanceof Date ? fields['dueAt'] : new Date(Date.now() + 3_600_000)
  return insert<BuiltDelivery>(database, 'social_posts', {
    platform: 'TWITTER',
    state: 'scheduled',
    dueAt,
    nextAt: dueAt,
    graceUntil: new Date(dueAt.getTime() + 6 * 3_600_000),
    contentHash: randomBytes(32),
    ...fields,
    ...parents,
    postId,
    socialAccountId,
  })
}

/** A picture of the library; there are no bytes behind its key. */
export async function buildMedia(
  database: System,
  fields: Fields = {},
): Promise<{ readonly id: string; readonly organizationId: string; readonly storageKey: string }> {
  const organizationId = fields['organizationId'] ?? (await buildOrganization(database)).id
  return insert(database, 'media', {
    kind: 'image',
    storageKey: `media/${randomUUID()}`,
    originalName: 'picture.png',
    mimeType: 'image/png',
    size: 1_000,
    width: 100,
    height: 100,
    sha256: randomBytes(32),
    ...fields,
    organizationId,
  })
}

async function brandOf(
  database: System,
  fields: Fields,
): Promise<{ organizationId: unknown; brandId: unknown }> {
  const { organizationId, brandId } = fields
  if (brandId !== undefined) {
    if (organizationId === undefined) throw new TypeError('Give organizationId beside brandId.')
    return { organizationId, brandId }
  }
  const brand = await buildBrand(database, organizationId === undefined ? {} : { organizationId })
  return { organizationId: brand.organizationId, brandId: brand.id }
}

async function insert<Row>(database: System, table: string, fields: Fields): Promise<Row> {
  const row = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [snakeCase(name), asParameter(value)]),
  )
  const [stored] = (await database.system(table).insert(row).returning('*')) as Record<
    string,
    unknown
  >[]
  if (stored === undefined) throw new Error(`The row for ${table} was not stored.`)
  return Object.fromEntries(
    Object.entries(stored).map(([column, value]) => [camelCase(column), value]),
  ) as Row
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function camelCase(column: string): string {
  return column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** Arrays of plain values are PostgreSQL arrays; everything else that is structured is jsonb. */
function asParameter(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date || value instanceof Uint8Array) return value
  if (Array.isArray(value) && value.length > 0 && typeof value[0] !== 'object') return value
  return JSON.stringify(value)
}

function unique(): string {
  return randomBytes(5).toString('hex')
}
