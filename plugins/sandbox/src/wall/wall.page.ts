import { markup, type Html } from '../pages/html.ts'
import { pageView } from '../pages/page.view.ts'
import { publishedOn } from '../networks/network.ts'
import type { Sandbox } from '../sandbox.ts'
import { columnView } from './column.view.ts'
import { switcherView } from './switcher.view.ts'

/** The wall: the networks side by side. */
export function wallPage(sandbox: Sandbox, search: string): Html {
  const networks = [...sandbox.networks.values()].filter(
    ({ emulator }) => emulator.published !== undefined,
  )
  const empty = networks.every((network) => publishedOn(network).length === 0)
  return pageView({
    title: 'The wall',
    current: 'wall',
    lead: 'What people would see on the networks. Nothing here has left this machine.',
    aheadSeconds: sandbox.clock.aheadSeconds(),
    tools: switcherView(networks.map(({ emulator }) => emulator)),
    body: markup`<div id="welcome" data-live-part>
        ${empty && welcome(networks[0]?.emulator.platform)}
      </div>
      ${search !== '' && filterNotice(search)}
      <div class="columns">${networks.map((network) => columnView(network, search))}</div>`,
  })
}

function filterNotice(search: string): Html {
  return markup`<p class="notice">Only what has “${search}”. <a href="/">Show everything</a></p>`
}

function welcome(platform: string | undefined): Html {
  if (platform === undefined) {
    return markup`<section class="welcome">
      <h2>No network is emulated</h2>
      <p>The installed plugins bring no emulation, so there is nothing to publish on.</p>
    </section>`
  }
  return markup`<section class="welcome">
    <h2>Nothing has been published yet</h2>
    <ol>
      <li>
        Connect an account in T21:
        <pre>
POST /v1/brands/{brandId}/social-accounts
{ "platform": "${platform}" }</pre>
        Open the <code>authorizationUrl</code> of the answer and approve.
      </li>
      <li>
        Publish a post:
        <pre>
POST /v1/posts
{ "brandId": "…", "content": "Hello, world", "platforms": ["${platform}"], "publishNow": true }</pre>
      </li>
      <li>It appears here by itself.</li>
    </ol>
  </section>`
}
