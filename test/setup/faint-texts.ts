import type { Page } from 'playwright-core';

/**
 * The texts of a page that are hard to read: each once, as `class: text (ratio)`, where the contrast between it and what
 * lies behind it is below 4.5, as WCAG 2.2 asks for.
 */
export async function faintTexts(page: Page): Promise<readonly string[]> {
  return String(await page.evaluate(script))
    .split('\n')
    .filter((line) => line !== '');
}

// As text: it runs in the page, whose types are not known here.
const script = `(() => {
  const rgba = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(at);
      if (backgroundImage.includes('gradient')) return undefined;
      const [red, green, blue, alpha = 1] = rgba(backgroundColor);
      if (alpha > 0.5) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const luminance = (color) => {
    const [red, green, blue] = color.map((part) => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const faint = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    const element = texts.currentNode.parentElement;
    if (text === '' || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const ground = behind(element);
    if (ground === undefined) continue;
    const [light, dark] = [luminance(rgba(getComputedStyle(element).color).slice(0, 3)), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) faint.add(element.tagName + '.' + element.className + ': ' + text.slice(0, 40) + ' (' + ratio.toFixed(1) + ')');
  }
  return [...faint].join('\\n');
})()`;
