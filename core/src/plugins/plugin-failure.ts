import type { PluginStatus } from './registry.ts'

/** How far a plugin got before it failed. */
export type PluginStage = Extract<PluginStatus, { state: 'failed' }>['stage']

/** A plugin that cannot be used. Never leaves the loader. */
export class PluginFailure extends Error {
  override readonly name = 'PluginFailure'
  readonly stage: PluginStage

  constructor(stage: PluginStage, message: string, options?: ErrorOptions) {
    super(message, options)
    this.stage = stage
  }
}

/** The sentences of an error and of what caused it, from the outside in. */
export function sentencesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const inner = error.cause === undefined ? '' : ` ${sentencesOf(error.cause)}`
  return `${error.message}${inner}`
}
