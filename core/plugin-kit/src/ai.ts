/** A piece of what a model is told: text, or a picture as its bytes. */
export type AiPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mediaType: string; readonly bytes: Uint8Array }

/** A message to a model. Who wrote it decides how much it is believed: rules are `system`, all that people gave is `user`. */
export interface AiMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly parts: readonly AiPart[]
}

/** What a model is asked. */
export interface AiRequest {
  /** The provider's id of it: `anthropic/claude-sonnet-4`. */
  readonly model: string
  readonly messages: readonly AiMessage[]
  /** The answer has to be JSON of this schema. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  readonly maxOutputTokens: number
  /** From 0, always the same, to 2. */
  readonly temperature: number
  /** Stands for whoever asks, for the provider's abuse rules; says nothing about them. */
  readonly caller: string
}

/** What a call used. */
export interface AiUsage {
  readonly inputTokens: number
  readonly outputTokens: number
  /** In millionths of a US dollar; `null` where the provider does not say. */
  readonly costMicroUsd: number | null
}

/** What a model answered. */
export interface AiAnswer {
  /** The provider's id of the answer. */
  readonly id: string
  readonly text: string
  /** The model that answered, which may be more exact than the one that was asked. */
  readonly model: string
  /** Why it ends: said all, cut off at `maxOutputTokens`, or stopped by a content filter. */
  readonly finish: 'complete' | 'length' | 'filtered'
  readonly usage: AiUsage
}

/** A step of an answer that is still being written; the last is the whole. */
export type AiStep =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'answer'; readonly answer: AiAnswer }

/** A model that can be asked. */
export interface AiModel {
  readonly id: string
  /** Whether pictures may be part of a message. */
  readonly seesImages: boolean
  /** Whether it keeps to a schema. */
  readonly keepsSchema: boolean
  readonly contextTokens: number
}

/** How a call ends early: the client went, or time is up. */
export interface AiCall {
  readonly signal: AbortSignal
}

/**
 * Something that answers prompts. T21 owns prompts, credits, fallbacks and time; the provider makes one call and tries nothing
 * again. Every call may throw a `ProviderFailure`, or what `signal` was aborted with.
 */
export interface Ai {
  readonly name: string
  /** The models to ask where the operator names none, best first: for texts, and for tasks with a picture. */
  readonly recommended?: { readonly text: readonly string[]; readonly pictures: readonly string[] }
  generate(request: AiRequest, call: AiCall): Promise<AiAnswer>
  /** The same answer, as it is written. The last step is the `answer`; ending the loop ends the call. */
  stream(request: AiRequest, call: AiCall): AsyncIterable<AiStep>
  /** All models. */
  models(call: AiCall): Promise<readonly AiModel[]>
}
