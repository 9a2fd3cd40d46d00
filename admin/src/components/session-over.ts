/** A session ends while its page is open: whatever the page asks for next leads to the login. */
export function leaveWhenSessionIsOver(): void {
  const { send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.send = function sendWatched(
    this: XMLHttpRequest,
    ...args: Parameters<typeof send>
  ): void {
    this.addEventListener('load', () => {
      if (this.status === 401) window.location.assign('/admin/login')
    })
    send.apply(this, args)
  }
}
