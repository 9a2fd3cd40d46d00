/** How a network delivers its webhooks: no network promises order, once, or at all. */
export interface Delivery {
  /** Nothing is sent by itself: what is made waits in the list, to be sent with `repeat`, in any order and any number of times. */
  readonly hold: boolean
  /** How often each is sent. */
  readonly copies: number
  /** So many of the next ones are never sent. */
  readonly lose: number
  /** Each is sent so much later, by the sandbox's clock. */
  readonly delaySeconds: number
  /** Each is sent at some moment within this time, of the machine's: so they come in another order. */
  readonly scatterMilliseconds: number
}

/** Each once, at once. */
export const promptly: Delivery = Object.freeze({
  hold: false,
  copies: 1,
  lose: 0,
  delaySeconds: 0,
  scatterMilliseconds: 0,
})
