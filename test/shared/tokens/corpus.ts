/** Texts that are the same on every run: natural languages, code, white space, emoji, special tokens, random Unicode. */
export function corpus(): string[] {
  const random = randomFrom(20_261_120);
  return [
    ...samples,
    ...samples.map((text) => text.toUpperCase()),
    ...samples.map((text) => text.replaceAll(/\s+/g, '')),
    ...times(500, () => times(1 + random(12), () => cutOf(pick(samples, random), random)).join(pick(joints, random))),
    ...times(400, () => mixOf(pick(alphabets, random), random)),
    ...times(200, () => mixOf([...pick(alphabets, random), ...pick(alphabets, random)], random)),
    ...times(400, () => times(1 + random(40), () => anyCharacter(random)).join('')),
  ];
}

/** Whole numbers below a limit, the same on every run. */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const samples: readonly string[] = [
  "The quick brown fox jumps over the lazy dog; it isn’t, and it's not, and WE'LL see what THEY'D say.",
  "I'm sure you've read it: she'd, they're, we'll, don't, DON'T, 'tis, rock'n'roll, o'clock's, it'ſ.",
  'Der Weltraum, unendliche Weiten. Wir schreiben das Jahr 2200: „Übergrößenträger“ heißt es auf Straßenschildern.',
  'Où est passée l’aïeule naïve ? Ça dépend, répondit-elle, de l’œuvre et du cœur.',
  'El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío; ¿añoraba a su querido cachorro?',
  'Съешь же ещё этих мягких французских булок, да выпей чаю. Широкая электрификация южных губерний.',
  'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Γαζέες καὶ μυρτιὲς δὲν θὰ βρῶ πιὰ στὸ χρυσαφὶ ξέφωτο.',
  '人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。',
  'すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。カタカナとｶﾀｶﾅ。',
  '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.',
  'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। क्षत्रिय',
  'মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।',
  'மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்.',
  'เราทุกคนเกิดมาอย่างอิสระ เราทุกคนมีความคิดและความเข้าใจเป็นของเราเอง',
  'يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. ١٢٣٤٥٦٧٨٩٠ ۱۲۳',
  'כל בני אדם נולדו בני חורין ושווים בערכם ובזכויותיהם. שָׁלוֹם',
  'Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền.',
  'Türkçe: İstanbul’da ılık ığdır; Dž Lj Nj are titlecase: ǅ ǈ ǋ; ŉ ǰ ß ẞ.',
  'function add<T extends number>(a: T, b: T): number {\n  // sum\n\treturn a + b; /* !== */\n}\n\n\nadd(1, 2);\r\n',
  'def f(x):\n    return {"k": [x ** 2 for x in range(10_000)], \'s\': f"{x!r:>10}"}\n\n\nif __name__ == "__main__":\n    f(3)\n',
  'SELECT id, COUNT(*) FROM "orders" WHERE price >= 12.50 AND name LIKE \'%x%\' GROUP BY 1 ORDER BY 2 DESC; -- done',
  '<html lang="en"><body class="a b">&nbsp;&amp;<br/></body></html>\n<!-- https://example.com/a/b?c=d&e=%20#f -->',
  '{"a":[1,2.5e-7,null,true,"\\u00e9\\n"],"b":{"c":{}}}\n\n\n\n{"d": [ ] }',
  '#!/bin/sh\nset -euo pipefail\nfor f in ./*.txt; do echo "$f" >> /dev/null 2>&1 || exit 1; done\n//\n///\r\n//\n',
  '\t\tindented\n\t\t\tmore\n        spaces\n    \n\n   \r\n \r \n  end   ',
  ' \u00a0\u2003\u3000\u0085\u2028\u2029\ufeff\u200b\u180e x \u0085\u0085y\ufeff\ufeffz\u0085\n \ufeff\n',
  '😀😃😄 👩‍👩‍👧‍👦 👍🏽 🇩🇪🇫🇷 ❤️‍🔥 ✈️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ☺︎ 🫠',
  '<|endoftext|><|fim_prefix|>x<|fim_middle|>y<|fim_suffix|><|endofprompt|><|im_start|>user<|im_end|>',
  'a <|endoftext|> b <|endoftext| > <|ENDOFTEXT|> <|start|>assistant<|channel|>final<|message|>',
  '3.14159265358979 1234567890123 0x1F 1e100 ½ ² Ⅷ ⅷ ③ 一二三 ١٢٣ 1,000,000.00 +49 (0)30-123456',
  'ﬁ ﬂ ﷺ ﷽ Ａｂｃ ｱｲｳ ㍿ ℡ № ™ © ® § ¶ † ‡ • … ‰ ′ ″ ⁂ ⁿ ₂',
  'e\u0301 n\u0303 o\u0308\u0304 Z\u0351\u036b\u0343 \u0301 \u0301A \u0301a 1\u0301 -\u0301- \u20d0\u20d1',
  '∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, α ∧ ¬β = ¬(¬α ∨ β), ∑_{i=0}^n i² → ∞ ⊂ ∫ √2 ≠ ±1',
  'lone \ud800 and \udc00 and \udc00\ud800 surrogates\ud83d',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '='.repeat(300),
  ' '.repeat(300),
  '\n'.repeat(100),
  '-*'.repeat(100),
  'ThisIsCamelCaseAndHTTPServerXMLParserIPv4And_snake_case-and-kebab-case.and.dots',
  '日本A語B本Ab本AB',
];

const joints: readonly string[] = ['', ' ', '\n', '\n\n', '  ', '\t', '\u0085', '/', "'"];

const alphabets: readonly (readonly string[])[] = [
  ['a', 'b', ' '],
  [' ', '\n', '\t', '\u0085', '\ufeff', '\r', 'x'],
  ['A', 'b', '日', '\u0301', "'", 's', 'ſ', 'S', 'L', 'l'],
  ['\u{1f600}', '\u200d', '👩', '🏽', '\ufe0f'],
  ['=', '-', '/', '\n', '\r', '!', ' '],
  Array.from('etaoinshrdlu '),
  Array.from('0123456789٣½ '),
  Array.from('กขคงจฉชซาิีุ'),
  ['\ud800', 'a', '\udc00', 'B'],
  Array.from('的一是不了人我在有他，。'),
  ['<|endoftext|>', '<|', '|>', ' ', 'end', 'of', 'text'],
];

function mixOf(alphabet: readonly string[], random: (limit: number) => number): string {
  return times(1 + random(random(20) === 0 ? 3000 : 80), () => pick(alphabet, random)).join('');
}

function cutOf(text: string, random: (limit: number) => number): string {
  const from = random(text.length);
  return text.slice(from, from + 1 + random(60));
}

function anyCharacter(random: (limit: number) => number): string {
  return String.fromCodePoint(random(random(4) === 0 ? 0x11_0000 : random(2) === 0 ? 0x3000 : 0x300));
}

function times<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}

function pick<Item>(items: readonly Item[], random: (limit: number) => number): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from');
  return item;
}
