import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { FieldValues } from '../api/fields.ts'
import type { Page } from '../people/pages.ts'

/** An app of Meta: each emulation has its own, with its own store, people and tokens. */
export interface GraphApp {
  readonly id: string
  readonly secret: string
  readonly name: string
  /** With which it recognizes its callback for webhooks (facebook.md 7). */
  readonly verifyToken: string
  /** Permissions that it may ask for. */
  readonly scopes: readonly string[]
  /** What its pages count as in `X-Business-Use-Case-Usage`, and the error when it is used up. */
  readonly businessUse: { readonly type: string; readonly code: number }
  /** True for the answer of a dialog: what the consent page calls the network. */
  readonly network: string
  /** People offered on the consent page. */
  readonly people: readonly { readonly handle: string; readonly note: string }[]
  /** Fields of a page beyond those that every app sees: `instagram_business_account`. */
  pageFields?(context: EmulatorContext, page: Page): FieldValues
}
