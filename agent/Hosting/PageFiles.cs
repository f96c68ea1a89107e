using Microsoft.Extensions.FileProviders;

namespace EcgEdge.Agent.Hosting;

/// <summary>Serves the page as Vite built it.</summary>
internal static class PageFiles
{
    /// <summary>Vite names these by their content: a changed one has another name.</summary>
    private const string Hashed = "/assets";

    public static void UsePage(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!Directory.Exists(folder))
        {
            app.Logger.LogWarning("The page is missing from {Folder}; REST works without it", folder);
            return;
        }

        var files = new PhysicalFileProvider(folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Path.StartsWithSegments(Hashed, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }
}
