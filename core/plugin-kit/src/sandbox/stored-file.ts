import type { EmulatorContext } from './emulator.ts'
import type { EmulatorResponse } from './exchange.ts'

/** A file of the store as a network serves it, or 404. @param typeOf its media type; without one, it is just bytes */
export async function storedFile(
  context: EmulatorContext,
  id: string,
  typeOf: (bytes: Buffer) => string | undefined,
): Promise<EmulatorResponse> {
  const bytes = await context.store.getBytes(id)
  if (bytes === undefined) return { status: 404 }
  const type = typeOf(bytes) ?? 'application/octet-stream'
  return { status: 200, headers: { 'content-type': type }, bytes }
}
