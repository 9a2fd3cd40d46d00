/** An entry of the menu that is a page, and under what it stands there. */
export interface MenuPage {
  readonly id: string
  readonly label: string
  readonly icon: string
  readonly group: string | null
}

declare global {
  interface Window {
    /** What the server printed into the page: `branding` as `adminjs/options.ts` makes it. */
    REDUX_STATE: {
      readonly branding: {
        readonly pages: readonly MenuPage[]
        /** The names of networks by their platforms. */
        readonly networks: Readonly<Record<string, string>>
      }
    }
  }
}
