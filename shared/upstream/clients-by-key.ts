/** Makes a client once for each key, such as an address. */
export function clientsByKey<Client>(create: (key: string) => Client): (key: string) => Client {
  const clients = new Map<string, Client>();
  return (key) => {
    const known = clients.get(key);
    if (known !== undefined) {
      return known;
    }
    const client = create(key);
    clients.set(key, client);
    return client;
  };
}
