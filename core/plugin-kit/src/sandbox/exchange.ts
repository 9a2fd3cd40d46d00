/** One part of a received `multipart/form-data` body. */
export interface ReceivedField {
  readonly name: string
  readonly filename?: string
  readonly contentType?: string
  readonly value: Buffer
}

/** A request to an emulated network. */
export interface EmulatorRequest {
  readonly method: string
  /** The emulated host: `api.x.com`. */
  readonly host: string
  /** The path below the host, without the query. */
  readonly path: string
  /** From the route's path: `/2/tweets/:id` gives `params.id`. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The query as it came, undecoded and without the question mark: some networks give meaning to what is not encoded. */
  readonly rawQuery: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The body's bytes as they came. */
  readonly rawBody: Buffer
  /** The body parsed as JSON, or `undefined` where it is empty or not JSON. */
  readonly json: unknown
  /** The body parsed as a form, or `undefined` where it is none. */
  readonly form: URLSearchParams | undefined
  /** The body parsed as multipart, or `undefined` where it is none. */
  readonly multipart: readonly ReceivedField[] | undefined
}

/** An answer. Give at most one of `json`, `html`, `text`, `bytes` and `stream`; none is an empty body. */
export interface EmulatorResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly json?: unknown
  readonly html?: string | undefined
  readonly text?: string | undefined
  readonly bytes?: Uint8Array | undefined
  /** Sent piece by piece as they come, such as server-sent events; ended with an error where it throws. Name its `content-type`. */
  readonly stream?: AsyncIterable<string> | undefined
}

/** The media type of a request's body, in lower case and without parameters; `undefined` where it names none. */
export function mediaTypeOf({ headers }: Pick<EmulatorRequest, 'headers'>): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase()
}
