/** Who asks. */
export type Who =
  | 'owner'
  /** A member who may only read. */
  | 'viewer'
  /** An owner of another organization. */
  | 'stranger'
  | 'nobody'
  /** Somebody with a token that is none. */
  | 'forger'

/** A drawn request, with slots for what is known only when it is sent. */
export interface Case {
  /** A word for reports: what was changed about a request that is right. */
  readonly kind: string
  readonly who: Who
  readonly method: string
  /** The template of the document, or an address of its own. */
  readonly path: string
  readonly inPath: Readonly<Record<string, string>>
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: CaseBody | undefined
  /**
   * What the document cannot say about this request: `refused`, never 2xx; `unauthorized`, 401; `elsewhere`, the
   * address may be no operation's.
   */
  readonly rule?: 'refused' | 'unauthorized' | 'no method' | 'elsewhere' | 'odd'
}

/** What is sent: a value as JSON, or bytes as they are. */
export type CaseBody =
  | { readonly json: unknown }
  | { readonly bytes: string | Buffer; readonly type: string | undefined }
