import type { WallMedia, WallPost } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { icon } from '../pages/icons.ts'
import { mediaAddress } from './figure.view.ts'

/** A document as a card that leads to the file; its pages are not drawn. */
export function documentView(post: WallPost, item: WallMedia): Html {
  const title = post.title ?? item.altText ?? 'Document'
  const facts = [typeOf(item), pagesOf(item)].filter((fact) => fact !== undefined).join(' · ')
  return markup`<a class="document" href="${mediaAddress(post.network, item.id)}" download="${nameOf(title, item)}" data-key="${item.id}">
    <span class="sheet" aria-hidden="true"><b>${title}</b><i></i><i></i><i></i></span>
    <span class="document-facts">${icon('page')}<span><strong>${title}</strong><small>${facts}</small></span></span>
  </a>`
}

function typeOf({ mimeType }: WallMedia): string {
  return mimeType === 'application/pdf' ? 'PDF' : 'Document'
}

/** The browser makes it a name that a file may have. */
function nameOf(title: string, { mimeType }: WallMedia): string {
  return mimeType === 'application/pdf' ? `${title.replace(/\.pdf$/i, '')}.pdf` : title
}

function pagesOf({ pages }: WallMedia): string | undefined {
  if (pages === undefined) return undefined
  return pages === 1 ? '1 page' : `${pages} pages`
}
