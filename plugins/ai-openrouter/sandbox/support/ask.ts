import { createLab, textAt, type Lab } from '@t21/plugin-kit/sandbox/testing'
import type { EmulatorResponse } from '@t21/plugin-kit/sandbox'
import { emulator } from '../index.ts'

/** An emulation on a table, and a way to ask it. */
export interface AskLab {
  readonly lab: Lab
  ask(body: object, token?: string): Promise<EmulatorResponse>
  /** The text of an answer. */
  text(body: object): Promise<string>
}

/** A new one. */
export function askLab(): AskLab {
  const lab = createLab(emulator, { host: 'openrouter.ai' })
  async function ask(body: object, token = 'sk-or-v1-sandbox'): Promise<EmulatorResponse> {
    const json = { model: 'openai/gpt-4o-mini', messages: [user('Hello there')], ...body }
    return await lab.call('POST', '/api/v1/chat/completions', { token, json })
  }
  return {
    lab,
    ask,
    text: async (body) => textAt((await ask(body)).json, 'choices', 0, 'message', 'content'),
  }
}

/** A message of a user. */
export function user(content: unknown): object {
  return { role: 'user', content }
}

/** A closed object of these properties, as strict mode wants it. */
export function closed(properties: Readonly<Record<string, object>>): object {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

/** Asks for JSON of a schema. */
export function format(schema: object): object {
  return {
    response_format: { type: 'json_schema', json_schema: { name: 'post', strict: true, schema } },
  }
}
