const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/pjpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/mp2t': 'ts',
}

/** The name under which a picture or video is served: `1860….png`. */
export function fileNameOf(id: string, mimeType: string): string {
  return `${id}.${extensions[mimeType] ?? 'bin'}`
}
