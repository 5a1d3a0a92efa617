Console.Error.WriteLine("latent: no command yet");
return 2;
