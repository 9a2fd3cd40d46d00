import { test } from 'tap'
import { isClean, tableOf, type NetworkFigures } from './figures.ts'
import { loadNetworks, namedNetworks } from './networks/index.ts'
import { scenarios, scenariosOf } from './scenarios.ts'

const good: NetworkFigures = {
  deliveries: 20,
  published: 20,
  points: 18,
  pointsHit: 17,
  asked: 3,
  askedInVain: 0,
  lost: 0,
  duplicates: 0,
  misrecorded: 0,
  unfinished: 0,
  control: { deliveries: 10, duplicates: 4, lost: 0 },
}

test('a run is clean where nothing went wrong, and could have: the naive publisher posted twice', async (t) => {
  t.ok(isClean(good))
  t.notOk(isClean({ ...good, control: { deliveries: 10, duplicates: 0, lost: 0 } }))
  t.notOk(isClean({ ...good, control: undefined }))
  for (const wrong of ['lost', 'duplicates', 'misrecorded', 'unfinished', 'askedInVain']) {
    t.notOk(isClean({ ...good, [wrong]: 1 }), wrong)
  }
})

test('the table has a line for each network', async (t) => {
  const lines = tableOf(new Map([['net', good]])).split('\n')
  t.equal(lines.length, 2)
  t.match(lines[1], /^net .* 17 of 18 .* 4 of 10 /)
})

test('networks are named by their ids, and a wrong one is refused by name', async (t) => {
  t.same(namedNetworks('tiktok, twitter,tiktok'), ['tiktok', 'twitter'])
  t.equal(namedNetworks('all').length, 5)
  t.throws(() => namedNetworks('twitter,myspace'), {
    message:
      '--network "myspace" is not there: give all, or some of twitter, instagram, facebook, linkedin, tiktok.',
  })
})

test('every network plays every crash point', async (t) => {
  const points = new Set(scenarios.map(({ point }) => point))
  t.equal(points.size, 16)
  for (const network of await loadNetworks(namedNetworks('all'))) {
    const played = new Set(scenariosOf(network, () => true).map(({ scenario }) => scenario.point))
    const missing = [...points].filter((point) => !played.has(point))
    // Without parts there is nothing between them, and no comment whose notice could be missing.
    t.same(missing, network.connector.id === 'tiktok' ? ['C11', 'C15'] : [], network.connector.id)
  }
})
