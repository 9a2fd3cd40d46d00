import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { demoFile } from '../support/demo-files.ts'
import type { DeliveryView } from '../support/networks-client.ts'
import { startNetworks, type Tamper } from '../support/networks.ts'

const page =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>The gateway is tired</h1></body></html>'

const words = 'The gateway is tired'

/** Of each network: a request that can be repeated, and the one that cannot. */
const requests = {
  INSTAGRAM: { before: /\/media$/, commit: /\/media_publish$/ },
  FACEBOOK: { before: /\/photos$/, commit: /\/feed$/ },
  LINKEDIN: { before: /\/images\?action=initializeUpload$/, commit: /\/rest\/posts$/ },
  TIKTOK: { before: /\/creator_info\/query\/$/, commit: /\/content\/init\/$/ },
  TWITTER: { before: /\/media\/upload/, commit: /\/2\/tweets$/ },
} as const
type Platform = keyof typeof requests
const platforms = Object.keys(requests) as Platform[]
const over = ['published', 'failed', 'needs_attention', 'expired']

/** What is answered with a page the next time, and with which status. */
const pages = new Map<RegExp, number>()

function tamper(...[{ method, url }, response]: Parameters<Tamper>): ReturnType<Tamper> {
  const address = new URL(url)
  for (const [wanted, status] of pages) {
    if (method !== 'POST' || !wanted.test(`${address.pathname}${address.search}`)) continue
    pages.delete(wanted)
    return {
      ...response,
      status,
      headers: { 'content-type': 'text/html' },
      text: page,
      json: undefined,
    }
  }
  return response
}

const networks = await startNetworks(t, { variables: { PUBLISHING_QUIET: '2s' }, tamper })
const { sandbox } = networks
const person = await networks.tenant()
for (const platform of platforms) await person.connect(platform, 'lighthouse')
const cup = await person.upload('cup.jpg', 'image/jpeg', await demoFile('cup.jpg'))

for (const [name, status] of [
  ['an error', 502],
  ['a success', 200],
] as const) {
  await t.test(`${name} in HTML before the post: it is tried again`, async (t) => {
    for (const { before } of Object.values(requests)) pages.set(before, status)
    const { wrong, ends } = await published(`Before, ${status}.`)
    t.equal(pages.size, 0, 'every network has answered a page')
    t.same([...wrong.keys()].toSorted(), [...platforms].toSorted())
    for (const [platform, error] of wrong) {
      const said = { code: 'transient', networkCode: String(status), networkMessage: words }
      t.match(error, { ...said, remedy: /again/ }, platform)
    }
    for (const { platform, state } of ends) t.equal(state, 'published', platform)
    await stand(t, `Before, ${status}.`)
  })

  await t.test(`${name} in HTML for an answer to the post: it is looked for`, async (t) => {
    for (const { commit } of Object.values(requests)) pages.set(commit, status)
    const { wrong, ends } = await published(`After, ${status}.`)
    t.equal(pages.size, 0, 'every network has answered a page')
    t.same([...wrong.keys()].toSorted(), [...platforms].toSorted())
    for (const [platform, error] of wrong) {
      const said = { code: 'outcome_unknown', networkCode: String(status), networkMessage: words }
      t.match(error, { ...said, remedy: /looking/ }, platform)
    }
    for (const { platform, state, proof } of ends) {
      t.match({ state, proof }, { state: 'published', proof: 'reconcile' }, platform)
    }
    await stand(t, `After, ${status}.`)
  })
}

/** Publishes on all networks, and waits for the end. @returns also the first thing that went wrong on each */
async function published(content: string) {
  const id = await person.publish({
    content,
    platforms,
    mediaIds: [cup],
    overrides: { TIKTOK: { options: { privacyLevel: 'PUBLIC_TO_EVERYONE' } } },
  })
  const wrong = new Map<string, DeliveryView['error']>()
  for (let looks = 0; looks < 60; looks += 1) {
    const deliveries = await person.deliveries(id)
    for (const { platform, error } of deliveries) {
      if (error !== null && !wrong.has(platform)) wrong.set(platform, error)
    }
    if (deliveries.every(({ state }) => over.includes(state))) break
    // Time passes once everything that can go wrong has done so.
    if (wrong.size === platforms.length) await networks.pass(15)
    await sleep(100)
  }
  return { wrong, ends: await person.deliveries(id) }
}

async function stand(t: Test, content: string): Promise<void> {
  const posts = (await sandbox.published()).filter(({ text }) => text === content)
  t.same(
    posts.map(({ network }) => network.toUpperCase()).toSorted(),
    [...platforms].toSorted(),
    'it stands on each network once',
  )
}
