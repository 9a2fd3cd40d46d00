import { createHash } from 'node:crypto'
import type { EmulatorContext } from './emulator.ts'

/** The codes with which a consent page sends people back: each waits once, for so long, for its app to fetch the tokens. */
export interface SingleUseCodes<Pending extends object> {
  /** Keeps what was consented to, under a code of the network's shape, which it gives back. */
  issue(context: EmulatorContext, code: string, pending: Pending): string
  /** Takes a code back: it is gone afterwards, whatever comes of the attempt. `undefined` where there is none. */
  take(
    context: EmulatorContext,
    code: string,
  ): { readonly pending: Pending; readonly expired: boolean } | undefined
  /** What a code stands for that was not taken yet, expired or not. */
  peek(context: EmulatorContext, code: string): Pending | undefined
}

interface StoredCode<Pending> {
  readonly pending: Pending
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** Codes that live `seconds` of the sandbox's time, in a collection of the store. */
export function singleUseCodes<Pending extends object>(
  collection: string,
  seconds: number,
): SingleUseCodes<Pending> {
  function codesIn(context: EmulatorContext): Map<string, StoredCode<Pending>> {
    return context.store.collection<StoredCode<Pending>>(collection)
  }
  return {
    issue(context, code, pending) {
      const expiresAt = context.now().getTime() + seconds * 1000
      codesIn(context).set(code, { pending, expiresAt })
      return code
    },
    take(context, code) {
      const codes = codesIn(context)
      const stored = codes.get(code)
      codes.delete(code)
      if (stored === undefined) return undefined
      const { pending, expiresAt } = stored
      return { pending, expired: expiresAt <= context.now().getTime() }
    },
    peek: (context, code) => codesIn(context).get(code)?.pending,
  }
}

/** The PKCE challenge of a verifier by the method `S256` (RFC 7636 4.2). */
export function s256Challenge(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
