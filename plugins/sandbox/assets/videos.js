// Videos show a picture and a button; the browser's own controls come when they are played.

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** Dresses the videos that have come since the last time. */
export function dressVideos() {
  for (const video of document.querySelectorAll('video:not([data-dressed])')) dress(video)
}

export function listenToVideos() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('.play')
    if (button !== null) play(button)
  })
}

function dress(video) {
  video.dataset.dressed = ''
  if (video.autoplay) {
    if (!still.matches) return
    video.autoplay = false
    video.pause()
    video.controls = true
    return
  }
  video.controls = false
  const button = video.parentElement.querySelector('.play')
  if (button !== null) button.hidden = false
  const paint = () => paintBackdrop(video)
  if (video.readyState >= 2) paint()
  video.addEventListener('loadeddata', paint)
  video.addEventListener('seeked', paint)
  // What is written on a video is away while it plays.
  video.addEventListener('ended', () => {
    video.controls = false
    if (button !== null) button.hidden = false
  })
}

/** A frame, very small: the style sheet blurs it and fills the frame with it. */
function paintBackdrop(video) {
  const canvas = video.parentElement.querySelector('canvas')
  canvas?.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
}

function play(button) {
  const video = button.parentElement.querySelector('video')
  for (const other of document.querySelectorAll('video')) {
    if (other !== video && !other.autoplay) other.pause()
  }
  button.hidden = true
  video.controls = true
  video.focus()
  // A file that the browser cannot play says so in its own controls.
  video.play().catch(() => undefined)
}
