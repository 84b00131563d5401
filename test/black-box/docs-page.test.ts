import * as z from 'zod';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chatCompletionExample } from '../../shared/http/api/chat-answer-schemas.ts';
import { errorExample } from '../../shared/http/api/error-examples.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faintTexts } from '../setup/faint-texts.ts';
import { findBrowser } from '../setup/find-browser.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

// Where there is none, `test/setup/install-browser.ts` has said so.
const executablePath = findBrowser();

const chat = '#operations-Chat-createChatCompletion';

describe.runIf(executablePath !== undefined)('the page at /docs, in a browser', { timeout: 90_000 }, () => {
  let app: RunningApp;
  let browser: Browser;
  const complaints: string[] = [];
  const asked = new Set<string>();

  beforeAll(async () => {
    app = await startApp();
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  /** Whatever was done with it, the page broke none of its own rules and asked nobody but the app. */
  async function leave(page: Page): Promise<void> {
    await page.close();
    expect(complaints.splice(0)).toEqual([]);
    expect([...asked]).toEqual([app.url]);
  }

  async function openPage(colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await browser.newPage({ colorScheme });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(`${app.url}/docs`);
    await page.waitForSelector('.opblock', { timeout: 20_000 });
    return page;
  }

  it('shows every operation, under its own title', async () => {
    const page = await openPage('light');
    expect(await page.title()).toBe('Sluice: API reference');
    const paths = await page.locator('.opblock-summary-path').allInnerTexts();
    expect(paths.map((path) => path.replaceAll('\u200b', ''))).toEqual(
      expect.arrayContaining(['/v1/chat/completions', '/ai/generate', '/v1/usage', '/openapi.json']),
    );
    expect(await page.locator('#openai-base').innerText()).toBe(`${app.url}/v1`);
    await leave(page);
  }, 60_000);

  it('follows the reader’s wish for dark', async () => {
    const page = await openPage('dark');
    const isDark = () => page.locator('html').evaluate((root) => String(root.className).includes('dark-mode'));
    expect(await isDark()).toBe(true);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await isDark()).toBe(false);
    await leave(page);
  }, 60_000);

  it.each(['light', 'dark'] as const)(
    'can be read everywhere where it is %s',
    async (colorScheme) => {
      const page = await openPage(colorScheme);
      await page.click('.btn.authorize');
      expect(await faintTexts(page)).toEqual([]);
      await page.click('.modal-ux .close-modal');
      await page.click(`${chat} .opblock-summary-control`);
      await page.click('section.models .models-control');
      await page.locator(`${chat} table.headers td.header-col`).first().waitFor();
      expect(await faintTexts(page)).toEqual([]);
      const grounds = "['html', 'body'].map((name) => getComputedStyle(document.querySelector(name)).backgroundColor)";
      expect(new Set(z.array(z.string()).parse(await page.evaluate(grounds))).size).toBe(1);
      await leave(page);
    },
    60_000,
  );

  it('shows for a status what an answer or an error of it looks like', async () => {
    const page = await openPage('light');
    await page.click(`${chat} .opblock-summary-control`);
    const completion = page.locator(`${chat} .response[data-code="200"] .example`).first();
    expect(JSON.parse(await completion.innerText())).toEqual(chatCompletionExample);
    const unknownKey = page.locator(`${chat} .response[data-code="401"] .example`).first();
    expect(JSON.parse(await unknownKey.innerText())).toEqual(errorExample('invalid_api_key'));
    await leave(page);
  }, 60_000);

  it('says that a filter matches nothing, and not that there is nothing', async () => {
    const page = await openPage('light');
    await page.fill('.operation-filter-input', 'no such operation');
    await page.getByText('No operation matches').waitFor();
    expect(await page.getByText('No operations defined').count()).toBe(0);
    await page.fill('.operation-filter-input', 'chat/completions');
    await page.waitForSelector('.opblock');
    await leave(page);
  }, 60_000);

  it('calls the gateway with the key that a reader gives it, and forgets the key with the page', async () => {
    const page = await openPage('light');
    await page.click('.btn.authorize');
    const first = page.locator('.auth-container').first();
    expect(await first.innerText()).toContain('gatewayKey');
    await page.waitForFunction("document.activeElement === document.querySelector('.auth-container input')");
    await page.keyboard.type(app.key);
    await first.locator('.btn.authorize').click();
    await page.click('.modal-ux .close-modal');
    await page.click(`${chat} .opblock-summary-control`);
    await page.click(`${chat} .execute`);
    const status = page.locator(`${chat} .live-responses-table .response .response-col_status`).first();
    await status.waitFor({ timeout: 15_000 });
    expect(await status.innerText()).toContain('200');
    expect(app.simulator.counts().calls).toBe(1);
    const kept = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
    expect(kept).toBe('[{},{},""]');

    await page.reload();
    await page.waitForSelector('.opblock', { timeout: 20_000 });
    expect(await page.locator('.btn.authorize.unlocked').count()).toBe(1);
    await leave(page);
  }, 60_000);
});
