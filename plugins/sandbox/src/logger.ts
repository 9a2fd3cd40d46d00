/** Where the sandbox says what went wrong; pino's order of arguments. */
export interface SandboxLogger {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Used where no logger is given: silent about requests, but troubles reach stderr. */
export const processWarnings: SandboxLogger = Object.freeze({
  warn: emitWarning,
  error: emitWarning,
})

function emitWarning(details: object, message: string): void {
  process.emitWarning(message, { type: 'SandboxWarning', detail: detailOf(details) })
}

function detailOf(details: object): string {
  const entries = Object.entries(details).map(([name, value]) => {
    return `${name}: ${value instanceof Error ? value.message : String(value)}`
  })
  return entries.join(', ')
}
