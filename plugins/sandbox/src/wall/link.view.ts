import type { WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { mediaAddress } from './figure.view.ts'

/** The card of a link: its picture, site, title and description. */
export function linkView(network: string, link: NonNullable<WallPost['link']>): Html {
  const site = siteOf(link.url)
  const title = link.title ?? site
  const content = markup`${
    link.imageId !== undefined &&
    markup`<img src="${mediaAddress(network, link.imageId)}" alt="" loading="lazy" />`
  }<span class="link-facts"><small>${site}</small><strong>${title}</strong>${
    link.description !== undefined && markup`<span>${link.description}</span>`
  }</span>`
  // Whatever is no web address is shown and leads nowhere.
  if (!/^https?:\/\//i.test(link.url)) return markup`<div class="link">${content}</div>`
  return markup`<a class="link" href="${link.url}" target="_blank" rel="noopener noreferrer">${content}</a>`
}

function siteOf(address: string): string {
  return URL.parse(address)?.hostname.replace(/^www\./, '') ?? address
}
