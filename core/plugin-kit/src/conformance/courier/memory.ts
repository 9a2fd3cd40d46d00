import type { Checkpoint, Published } from '../../publishing.ts'

/** What T21 has stored about a part: all that is left when the process dies. */
export interface Memory {
  phase: 'preparing' | 'sending' | 'unknown' | 'processing' | 'published'
  checkpoint: Checkpoint | null
  /** ISO 8601. */
  intentAt: string | null
  published: Published | null
  /** When the network was first seen without it, after the quiet period; ISO 8601. */
  absentAt: string | null
}

/** Of a part that nothing was done about yet. */
export function freshMemory(): Memory {
  return {
    phase: 'preparing',
    checkpoint: null,
    intentAt: null,
    published: null,
    absentAt: null,
  }
}

/** As it comes back from a database. */
export function stored<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}

/** The memory after the process died: an intent without an outcome is an unknown outcome. */
export function afterDeath(memory: Memory): Memory {
  const kept = stored(memory)
  return kept.phase === 'sending' ? { ...kept, phase: 'unknown' } : kept
}
