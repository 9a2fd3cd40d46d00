/** What the tests use of Meta's own library, which brings no types. */
declare module 'facebook-nodejs-business-sdk' {
  interface Row {
    readonly id: string
    readonly _data: Readonly<Record<string, unknown>>
  }

  interface Rows extends Array<Row> {
    hasNext(): boolean
    next(): Promise<Rows>
  }

  type Parameters = Readonly<Record<string, unknown>>
  type Create = (fields: readonly string[], params: Parameters) => Promise<Row>
  type List = (fields: readonly string[], params?: Parameters) => Promise<Rows>

  class GraphObject {
    constructor(id: string, data?: Parameters, parentId?: string, api?: FacebookAdsApi)
    readonly _data: Readonly<Record<string, unknown>>
    get(fields: readonly string[]): Promise<GraphObject>
    /** Where the library gives an object no `get`. */
    read(fields: readonly string[]): Promise<GraphObject>
    update(fields: readonly string[], params: Parameters): Promise<unknown>
    delete(fields: readonly string[]): Promise<unknown>
  }

  export class FacebookAdsApi {
    constructor(accessToken: string, locale?: string, crashLog?: boolean)
    call(method: string, path: readonly string[], params?: Parameters): Promise<unknown>
  }

  export class User extends GraphObject {
    getAccounts: List
  }

  export class Page extends GraphObject {
    createFeed: Create
    createPhoto: Create
    createPhotoStory: Create
    createSubscribedApp: Create
    createVideo: Create
    createVideoReel: Create
    getInsights: List
    getPublishedPosts: List
  }

  export class PagePost extends GraphObject {
    createComment: Create
    getComments: List
    getInsights: List
  }

  export class AdVideo extends GraphObject {}

  export class IGUser extends GraphObject {
    createMedia: Create
    createMediaPublish: Create
    getContentPublishingLimit: List
    getInsights: List
    getMedia: List
    getStories: List
  }

  export class IGMedia extends GraphObject {
    createComment: Create
    getComments: List
    getInsights: List
  }
}
