import { findPage, missingObject, present, presentPage } from '@t21/meta-graph/sandbox'
import { presentAccount } from '../accounts/account-view.ts'
import { presentComment } from '../comments/comment-view.ts'
import { removeComment, commentsIn } from '../comments/comment.ts'
import { presentContainer } from '../containers/container-view.ts'
import { findContainer } from '../containers/container.ts'
import { look } from '../containers/state.ts'
import { facebookGraphApp } from '../oauth/facebook-app.ts'
import { presentItem, presentPost } from '../posts/media-view.ts'
import { ownedComment, ownedItem, ownedPost, owns } from '../posts/owned.ts'
import { postsIn } from '../posts/post.ts'
import { accountOfCaller, endpoint, nodeOf, type Call } from './endpoint.ts'
import { requirePermission } from './permission.ts'

/** Whatever has an id: `GET`, `POST` and `DELETE /{id}`. */
export const nodeRoutes = [
  ...endpoint({
    method: 'GET',
    path: '/:node',
    operation: 'read_node',
    permissions: [],
    async handle(call) {
      return { status: 200, json: await readNode(call) }
    },
  }),
  ...endpoint({
    method: 'POST',
    path: '/:node',
    operation: 'update_node',
    permissions: ['basic', 'comments'],
    handle(call) {
      const id = nodeOf(call)
      const { context, params } = call
      const comment = ownedComment(call, id)
      const post = ownedPost(call, id)
      const hide = params.flag('hide')
      const enabled = params.flag('comment_enabled')
      if (comment !== undefined && hide !== undefined) {
        commentsIn(context).set(id, { ...comment, hidden: hide })
      } else if (post !== undefined && enabled !== undefined) {
        postsIn(context).set(id, { ...post, commentsEnabled: enabled })
      } else {
        // Captions and media cannot be changed (instagram.md 9).
        throw missingObject(id, call.request.method)
      }
      return { status: 200, json: { success: true } }
    },
  }),
  ...endpoint({
    method: 'DELETE',
    path: '/:node',
    operation: 'delete_node',
    permissions: ['basic'],
    handle(call) {
      const id = nodeOf(call)
      const comment = ownedComment(call, id)
      const post = ownedPost(call, id)
      if (comment !== undefined) {
        requirePermission(call, 'comments')
        removeComment(call.context, comment)
      } else if (post !== undefined && call.caller.login === 'facebook') {
        requirePermission(call, 'contents')
        postsIn(call.context).delete(id)
      } else {
        // With Instagram Login posts cannot be deleted, with neither an item of a carousel.
        throw missingObject(id, call.request.method)
      }
      return { status: 200, json: { success: true } }
    },
  }),
]

async function readNode(call: Call): Promise<object> {
  const id = nodeOf(call)
  const { context, caller, fields } = call
  const facebook = readFacebookNode(call, id)
  if (facebook !== undefined) return facebook

  requirePermission(call, 'basic')
  const account = accountOfCaller(call, id)
  if (account !== undefined) return presentAccount(context, account, caller.login, fields)
  const known = findContainer(context, id)
  const container = known !== undefined && owns(call, known.accountId) ? known : undefined
  if (container !== undefined) {
    return presentContainer(context, (await look(context, id)) ?? container, fields)
  }
  const post = ownedPost(call, id)
  if (post !== undefined) return presentPost(context, post, fields)
  const item = ownedItem(call, id)
  if (item !== undefined) return presentItem(context, item.post, item.item, fields)
  const comment = ownedComment(call, id)
  if (comment !== undefined) return presentComment(context, comment, fields)
  throw missingObject(id, call.request.method)
}

/** The person and the pages of Facebook Login. */
function readFacebookNode(call: Call, id: string): object | undefined {
  const { graph } = call.caller
  if (graph === undefined || graph.kind === 'app') return undefined
  const { context, fields } = call
  if (graph.kind === 'page') {
    if (id !== 'me' && id !== graph.page.id) return undefined
    return presentPage(facebookGraphApp, context, graph.page, graph, fields)
  }
  if (id === 'me' || id === graph.user.id)
    return present(
      { type: 'User', id: graph.user.id, values: { name: graph.user.name }, usual: ['name'] },
      fields,
    )
  const page = graph.grant.pageIds.includes(id) ? findPage(context, id) : undefined
  return page === undefined
    ? undefined
    : presentPage(facebookGraphApp, context, page, graph, fields)
}
