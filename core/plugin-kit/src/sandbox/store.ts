/**
 * The emulation's memory: named maps of JSON values. The host keeps them over restarts where it has
 * a folder to do so, and empties them on reset.
 */
export interface EmulatorStore {
  /** The map of this name; the same object at every call. Store a changed value with `set`, or it may not be kept. */
  collection<Value>(name: string): Map<string, Value>
  /** Keeps the bytes of a picture or video, out of the JSON. */
  putBytes(id: string, bytes: Uint8Array): Promise<void>
  getBytes(id: string): Promise<Buffer | undefined>
  removeBytes(id: string): Promise<void>
}
