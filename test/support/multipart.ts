/** A file in a multipart body. */
export interface FilePart {
  readonly bytes: Uint8Array
  readonly name: string
  /** The type that the sender declares. */
  readonly type?: string
}

/** A `multipart/form-data` body as browsers make it, ready for `inject`. */
export async function multipartBody(
  parts: readonly (readonly [field: string, value: string | FilePart])[],
): Promise<{ payload: Buffer; headers: Record<string, string> }> {
  const form = new FormData()
  for (const [field, value] of parts) {
    if (typeof value === 'string') form.append(field, value)
    else {
      const file = new Blob([Buffer.from(value.bytes)], { type: value.type ?? '' })
      form.append(field, file, value.name)
    }
  }
  const response = new Response(form)
  const payload = Buffer.from(await response.arrayBuffer())
  return { payload, headers: { 'content-type': response.headers.get('content-type') ?? '' } }
}
