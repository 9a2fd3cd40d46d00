/** A key of the ring. */
export interface RingKey {
  readonly id: string
  /** 256 bits. */
  readonly key: Buffer
}

/** The keys for secrets at rest: the first one writes, all of them read. */
export interface KeyRing {
  readonly writing: RingKey
  readonly byId: ReadonlyMap<string, RingKey>
}

const known = new Map<string, KeyRing>()

/**
 * Reads `ENCRYPTION_KEYS`: `id:64 hex digits`, several separated by commas.
 *
 * @throws Error for anything else, or an id that is there twice
 */
export function keyRing(keys: string): KeyRing {
  const made = known.get(keys) ?? parse(keys)
  known.set(keys, made)
  return made
}

function parse(keys: string): KeyRing {
  const byId = new Map<string, RingKey>()
  for (const entry of keys.split(',')) {
    const [, id, hex] = /^([\w-]+):([0-9a-f]{64})$/i.exec(entry) ?? []
    if (id === undefined || hex === undefined) {
      throw new Error('ENCRYPTION_KEYS: must be `id:64 hex digits`, several separated by commas.')
    }
    if (byId.has(id)) throw new Error(`ENCRYPTION_KEYS: the id "${id}" is there twice.`)
    byId.set(id, { id, key: Buffer.from(hex, 'hex') })
  }
  const [writing] = byId.values()
  if (writing === undefined) throw new Error('ENCRYPTION_KEYS: needs at least one key.')
  return { writing, byId }
}
