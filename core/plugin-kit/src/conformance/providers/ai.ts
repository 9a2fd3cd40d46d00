import type { TapTest } from '../test-connector.ts'
import { answerChecks } from './ai.answers.ts'
import type { AiBench, AiCheck, AiConformanceOptions } from './ai.check.ts'
import { endingChecks } from './ai.ending.ts'
import { failureChecks } from './ai.failures.ts'
import type { Expectations } from './expectations.ts'
import { observed } from './observed.ts'

/** Every promise of the contract of a provider of models, in the order in which it is tried. */
export const aiChecks: readonly AiCheck[] = [...answerChecks, ...endingChecks, ...failureChecks]

/**
 * Tests a provider of models against a server, each check a subtest of its name.
 *
 * ```ts
 * test('OpenRouter keeps the contract', (t) => testAi(t, { open: (host) => provider.open(settings, host), host, model, … }))
 * ```
 */
export async function testAi(t: TapTest, options: AiConformanceOptions): Promise<void> {
  for (const check of aiChecks) {
    await t.test(check.name, (subtest) =>
      observed(subtest, (expect) => check.run(benchOf(options, expect))),
    )
  }
}

function benchOf(options: AiConformanceOptions, expect: Expectations): AiBench {
  return {
    options,
    expect,
    ai: options.open(options.host),
    ask: (about, more) => ({
      model: options.model,
      messages: [
        { role: 'system', parts: [{ kind: 'text', text: 'Write a short post.' }] },
        { role: 'user', parts: [{ kind: 'text', text: `Write a post about ${about}` }] },
      ],
      maxOutputTokens: 400,
      temperature: 0,
      caller: 'conformance',
      ...more,
    }),
  }
}
