import fc from 'fast-check'
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { exampleNetwork } from '../../test/example-network.ts'
import { wallOf } from '../../test/wall-of.ts'
import { contrast, readableOn } from './contrast.ts'
import { grounds, looksCss } from './looks.css.ts'

t.test('contrast is what WCAG says it is', async (t) => {
  t.equal(contrast('#000000', '#ffffff'), 21)
  t.equal(contrast('#777777', '#777777'), 1)
  t.equal(Math.round(contrast('#767676', '#ffffff') * 100) / 100, 4.54)
})

t.test(
  'whatever accent a network chooses, text in it can be read in light and in dark',
  async (t) => {
    const colour = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(colour, (accent) => {
        for (const some of [grounds.light, grounds.dark]) {
          const shown = readableOn(accent, some)
          for (const ground of some) if (contrast(shown, ground) < 4.5) return false
        }
        return true
      }),
    )
    t.equal(readableOn('#c4327a', ['#ffffff']), '#c4327a', 'one that can be read stays as it is')
  },
)

t.test('the grounds are those of the style sheet', async (t) => {
  const css = await readFile(new URL('../../assets/sandbox.css', import.meta.url), 'utf8')
  const [light = '', dark = ''] = css.split('prefers-color-scheme: dark')

  for (const ground of grounds.light) t.match(light, `: ${ground};`)
  for (const ground of grounds.dark) t.match(dark, `: ${ground};`)
})

t.test('the style sheet has the colours of the networks that are there', async (t) => {
  const look = { card: 'feed', accent: '#2255cc' } as const
  t.equal(
    looksCss([{ ...exampleNetwork, look }]).split('@media')[0],
    '.look-example { --accent: #2255cc; --mark: #2255cc; }\n',
  )
  const { url } = await wallOf(t, { network: 'some', look })
  const answer = await fetch(`${url}/_assets/looks.css`)
  t.equal(answer.headers.get('content-type'), 'text/css; charset=utf-8')
  t.match(await answer.text(), /prefers-color-scheme: dark\) \{\n\.look-some \{ --accent: #/)
})
