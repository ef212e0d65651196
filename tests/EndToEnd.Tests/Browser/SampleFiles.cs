namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>What stands in the repositories of the sample work before any task.</summary>
internal static class SampleFiles
{
    private const string Totals = """
        import type { Cart, Total } from './types';

        /** All amounts are cents. */
        export function totalOf(cart: Cart): Total {
          const subtotal = cart.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
          const discount = cart.discount ? Math.round(subtotal * cart.discount.percent / 100) : 0;
          return { subtotal, discount, total: subtotal - discount };
        }

        export function isEmpty(cart: Cart): boolean {
          return cart.lines.length === 0;
        }

        """;

    private const string Types = """
        export type Category = 'rain' | 'deck' | 'galley';

        export interface CartLine {
          readonly sku: string;
          readonly category: Category;
          /** Cents for one piece. */
          readonly price: number;
          readonly quantity: number;
        }

        export interface Discount {
          readonly code: string;
          readonly percent: number;
        }

        export interface Cart {
          readonly lines: readonly CartLine[];
          readonly discount?: Discount;
        }

        export interface Total {
          readonly subtotal: number;
          readonly discount: number;
          readonly total: number;
        }

        """;

    private const string Checkout = """
        import { totalOf } from '../cart/totals';
        import type { Cart } from '../cart/types';
        import { checkPrices, checkStock, pay } from './services';

        export async function checkOut(cart: Cart, card: string) {
          const prices = await checkPrices(cart);
          const stock = await checkStock(cart);
          return await pay(card, totalOf(cart).total, [prices, stock]);
        }

        """;

    /// <summary>Path and text of each file.</summary>
    public static IEnumerable<(string File, string Text)> Of(string scene) => scene switch
    {
        "shop" => [("src/cart/totals.ts", Totals), ("src/cart/types.ts", Types), ("src/checkout/checkout.ts", Checkout)],
        "api" => [("src/server.ts", "export const routes = ['/v1/quills', '/v2/quills'];\n")],
        _ => [("src/tide.ts", "export const harbours = ['Husum', 'Büsum', 'Tönning'];\n")],
    };
}
