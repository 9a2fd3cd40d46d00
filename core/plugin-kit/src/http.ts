/** One part of a `multipart/form-data` body. */
export interface MultipartField {
  readonly name: string
  readonly value: string | Uint8Array
  /** Given for files only. */
  readonly filename?: string
  readonly contentType?: string
}

/** A request of a connector. Give at most one of `json`, `form`, `multipart` and `body`. */
export interface ConnectorRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * The network's real address, or one that it gave in an answer (an upload URL). T21 refuses hosts that the
   * connector does not declare.
   */
  readonly url: string
  /** Added to those in `url`; an `undefined` one is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  /** Not `host`, `content-length` and the like; `content-type` only with `body`, or to be more exact. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>> | undefined
  readonly multipart?: readonly MultipartField[] | undefined
  readonly body?: Uint8Array | undefined
  /** `{ bearer }`, `{ basic }`, or `{ oauth }` for `Authorization: OAuth …`; keeps secrets out of `headers`, and so out of logs. */
  readonly auth?:
    | { readonly bearer: string }
    | { readonly oauth: string }
    | { readonly basic: { readonly username: string; readonly password: string } }
    | undefined
}

/** What the network answered, whatever its status. */
export interface ConnectorResponse {
  readonly status: number
  /** Lower-case names; what was sent several times is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as text. One above 1 MiB is not read to its end: `transient`. */
  readonly text: string
  /**
   * The parsed body, or `undefined` where it is not JSON. A whole number beyond 2^53, which JavaScript would
   * round, is the string of its digits.
   */
  readonly json: unknown
}

/**
 * The only way out of a connector: time limits, redaction, host check, and the operator's own base
 * addresses are T21's business.
 */
export interface ConnectorHttp {
  /**
   * Sends one request and returns the answer, also for a 4xx or 5xx. Redirects are not followed.
   *
   * @throws ConnectorFailure `transient` when there was no complete answer. In `commit` T21 itself
   * tells apart what was proved unsent from what may have arrived: let it pass.
   * @throws TypeError for an origin that is not in `hosts`, a second body, or a header that is not a connector's
   */
  request(request: ConnectorRequest): Promise<ConnectorResponse>
}
