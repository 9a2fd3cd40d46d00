import { wordsOf } from '../check.ts'
import type { TapTest } from '../test-connector.ts'
import { answerChecks } from './ai.answers.ts'
import type { AiBench, AiCheck, AiConformanceOptions } from './ai.check.ts'
import { endingChecks } from './ai.ending.ts'
import { failureChecks } from './ai.failures.ts'
import { expectedOf } from './expectations.ts'

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
    await t.test(check.name, async (subtest) => {
      const expect = expectedOf()
      try {
        await check.run(benchOf(options, expect))
      } catch (error) {
        expect.findings.push(`The check could not go on: ${wordsOf(error)}`)
      }
      for (const finding of expect.findings) subtest.fail(finding)
      if (expect.findings.length === 0) subtest.pass(`${expect.looked()} observations`)
    })
  }
}

function benchOf(options: AiConformanceOptions, expect: AiBench['expect']): AiBench {
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
